"""What stands behind `challenge.timetable`: HiGHS, what it is asked, and why agencies are left out."""
