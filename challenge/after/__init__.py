"""What follows the sessions: replies, letters, agreed actions."""
