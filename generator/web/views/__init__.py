"""The views: each module has one `VIEW`, found and registered by app.py."""
