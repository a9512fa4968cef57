"""Revise: last generated + edited by hand + newly generated → one document; and what differs, as tracked changes."""
