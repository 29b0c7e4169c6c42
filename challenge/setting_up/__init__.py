"""How a challenge is held, whom it challenges, who sits, and who can come when."""
