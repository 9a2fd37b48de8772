from django.urls import path

from coachpractice.reminders import views

app_name = "reminders"
urlpatterns = [
    path("", views.today, name="today"),
    path("today/put-off/", views.put_off, name="put-off"),
    path("today/bring-back/", views.bring_back, name="bring-back"),
    path("settings/reminders/", views.settings_page, name="settings"),
    path("settings/reminders/calendar/", views.open_calendar, name="open-calendar"),
    path("settings/reminders/calendar/revoke/", views.close_calendar, name="close-calendar"),
    path("calendar/<str:token>.ics", views.calendar, name="calendar"),
]
