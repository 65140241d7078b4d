"""What somebody hears who does not see the page: of everything that can be used, what it is and what it is called."""

from collections import defaultdict
from typing import Any

from playwright.sync_api import Page

CONTROLS = {
    "button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "slider", "spinbutton",
    "switch", "tab", "menuitem", "DisclosureTriangle", "ColorWell", "Date", "DateTime", "InputTime",
}  # fmt: skip
# Where it leads or what it sends: two of one name and different deeds cannot be told apart by ear. What stands in
# the frame of a page is told apart by its landmark.
DEED = """function () {
    if (this.closest("nav") || !this.closest("main")) return "";
    if (this.href) return this.href;
    return this.form && this.type === "submit" ? `${this.formAction} ${this.name}=${this.value}` : "";
}"""


def not_told_apart(page: Page) -> list[str]:
    """A sentence for each control without a name, and for each name that stands for several deeds."""
    line = page.context.new_cdp_session(page)
    nodes = line.send("Accessibility.getFullAXTree")["nodes"]
    found, deeds = [], defaultdict(set)
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role not in CONTROLS:
            continue
        name = node.get("name", {}).get("value", "").strip()
        if not name:
            found.append(f"{page.url}: a {role} without a name: {_outer(line, node)}")
        elif role in ("button", "link"):
            deeds[role, name].add(_said_by(line, node, DEED))
    found += [
        f"{page.url}: {role} “{name}” stands for {sorted(several)}"
        for (role, name), several in deeds.items()
        if len(several - {""}) > 1
    ]
    assert deeds, f"nothing to use on {page.url}"
    return found


def _outer(line: Any, node: dict[str, Any]) -> str:
    return _said_by(line, node, "function () { return this.outerHTML.slice(0, 200); }")


def _said_by(line: Any, node: dict[str, Any], function: str) -> str:
    thing = line.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})["object"]
    said = line.send(
        "Runtime.callFunctionOn",
        {"objectId": thing["objectId"], "functionDeclaration": function, "returnByValue": True},
    )
    return str(said["result"].get("value", ""))
