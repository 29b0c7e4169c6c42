"""Draws bars with matplotlib. Reached only through `surveys.charts.figure.draw`, which imports it late."""
