"""Addresses of staff and departments, for civic/desk/urls.py; and of invitations, outside the desk."""

from django.urls import URLPattern, path

from civic.desk import invitation, staff

urlpatterns: list[URLPattern] = [
    path("staff/", staff.staff, name="staff"),
    path("staff/invitations/<int:pk>/withdrawal/", staff.invitation_withdrawal, name="invitation_withdrawal"),
    path("staff/roles/<int:pk>/removal/", staff.role_removal, name="role_removal"),
    path("staff/departments/", staff.departments, name="departments"),
    path("staff/departments/<int:pk>/", staff.department, name="department"),
    path("staff/departments/<int:pk>/presence/", staff.department_presence, name="department_presence"),
]

public_urlpatterns: list[URLPattern] = [
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
