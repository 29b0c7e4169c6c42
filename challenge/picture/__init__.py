"""Draws a timetable with matplotlib. Reached only through `challenge.figure.draw`, which imports it
late."""
