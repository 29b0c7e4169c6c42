"""Draws a timetable with matplotlib. Reached only through `challenge.calendars.figure.draw`, which imports it
late."""
