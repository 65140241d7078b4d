"""Disturbances as an Atom feed, for whoever wants to be told rather than to look."""

from django.utils.feedgenerator import Atom1Feed

from tenants.watching.status import Status

TYPE = "application/atom+xml; charset=utf-8"


def status_feed(status: Status, *, title: str, home: str) -> str:
    """XML. `home`: the absolute address of the page it belongs to."""
    atom = Atom1Feed(title=title, link=home, description="", feed_url=f"{home}feed/")
    for one in [*status.running, *status.past]:
        notes = list(one.notes.all())
        told = notes[0].at if notes else one.begins_at
        atom.add_item(
            title=f"{one.get_level_display()}: {one.title}",
            link=home,
            description="\n\n".join(note.text for note in notes),
            unique_id=f"{home}#{one.pk}",
            pubdate=one.begins_at,
            updateddate=told,
        )
    return str(atom.writeString("utf-8"))
