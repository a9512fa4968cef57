"""What bench/run.py is made of: data, templates, one worker a peer, checks, the report and its picture."""
