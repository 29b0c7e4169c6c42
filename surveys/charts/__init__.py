"""What practitioners answered, as diverging bars: an agency against all agencies."""
