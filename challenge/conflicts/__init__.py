"""Interests: found, declared, and what they withhold."""
