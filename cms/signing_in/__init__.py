"""Signing in: the doors, who is locked out, how long a session lasts."""
