"""The shipped rule sets."""
