"""The roads: each module has one `ROAD`, found and registered by app.py."""
