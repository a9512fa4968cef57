"""Step 5, revise: last generated, edited by hand and newly generated → one document."""
