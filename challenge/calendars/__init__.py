"""The published timetable: in calendars, on the wall, on paper, as a picture."""
