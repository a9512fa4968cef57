"""The workshop beside the street: makes template Word files from a standard and an outline."""
