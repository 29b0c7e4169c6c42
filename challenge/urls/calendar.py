from django.urls import path

from ..views import calendar, calendar_feeds, session_moves, timetable_pictures

urlpatterns = [
    path("challenges/<int:pk>/calendar/", calendar.calendar, name="calendar"),
    path("challenges/<int:pk>/running-order/", calendar.running_order, name="running-order"),
    path(
        "challenge-sessions/<int:pk>/running-order/",
        calendar.session_running_order,
        name="session-running-order",
    ),
    path(
        "challenges/<int:pk>/calendar/picture/",
        timetable_pictures.calendar_picture,
        name="calendar-picture",
    ),
    path(
        "challenges/<int:pk>/calendar/picture.png",
        timetable_pictures.calendar_image,
        name="calendar-image",
    ),
    path(
        "challenges/<int:pk>/calendar/timetable.<str:fmt>",
        timetable_pictures.calendar_download,
        name="calendar-download",
    ),
    path("challenge-sessions/<int:pk>/move/", session_moves.session_move, name="session-move"),
    path("your-calendar/", calendar_feeds.your_calendar, name="your-calendar"),
    path("your-calendar/make/", calendar_feeds.calendar_feed_make, name="calendar-feed-make"),
    path("your-calendar/end/", calendar_feeds.calendar_feed_end, name="calendar-feed-end"),
    path("calendars/<str:key>.ics", calendar_feeds.calendar_feed, name="calendar-feed"),
]
