"""Draws a heatmap with matplotlib. Reached only through `board.figure.draw`, which imports it late."""
