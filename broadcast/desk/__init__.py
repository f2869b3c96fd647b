"""The schedulers' desk, inside Wagtail's admin: see, plan, change by hand, release."""
