"""Checks a public draw of a committee, from what was published and nothing else.

Needs Python 3.9 or later and no other program. Save the published draw as draw.json beside this file, then:

    python verify_draw.py draw.json
    python verify_draw.py draw.json YOUR-CODE

The second line also says where your own code stands. What only time can prove, that the terms and the list
were fixed before anybody could know the numbers, is proven by whoever saved the published file earlier: when
the call began, or when the list was published. Name such a file as well, and it is compared:

    python verify_draw.py draw.json saved-earlier.json

Read this program before you run it: it is short on
purpose, it opens no connection, and it is the very code that the draw was made with.

How the draw goes
1. Everybody who volunteers gets a code: a fingerprint (SHA-256) of what they stated and of a long random
   number that only they and the institution know. Nobody can read a name from it.
2. Before anybody volunteers, the institution publishes the terms (seats and quotas), the fingerprint of a
   secret number of its own, and which numbers drawn elsewhere, on which day, will be used.
3. When the call is over, and before that day, the list of codes is published. From then on nothing can be
   added, left out or changed without changing the list's fingerprint.
4. The seed is a fingerprint of the terms, the list, the institution's secret and the numbers drawn
   elsewhere. The institution cannot know those numbers when it fixes its secret and the list; whoever draws
   those numbers does not know the secret. So nobody can choose the seed.
5. Each code is put in a place by the fingerprint of seed and code, the smallest first. Then we go down the
   list: whoever finds a seat free in every quota gets one. If seats are left, we go down again with the last
   named quota left out, then the one before it, until all seats are taken.
6. The others stand by in the same order. If somebody gives a seat back, the first of those follows who share
   the first quota with them, then the second, and so on.
"""

import hashlib
import json
import sys

FORMAT = "madang-draw-1"


def fingerprint(*parts):
    """SHA-256 of the parts, each preceded by its length so that no two lists of parts look the same."""
    joined = "".join(f"{len(part)}:{part}" for part in map(str, parts))
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()


def commitment(call, account, sex, age, region, salt):
    """The code of a volunteer. `account` is the e-mail address of their account, in small letters."""
    return fingerprint(FORMAT, "volunteer", call, account.strip().lower(), sex, age, region, salt)


def secret_hash(secret):
    return fingerprint(FORMAT, "secret", secret)


def terms_digest(terms):
    """Of what was published when the call began."""
    return fingerprint(FORMAT, "terms", json.dumps(terms, sort_keys=True, ensure_ascii=True))


def list_digest(volunteers):
    """Of the list of codes, in the order of the codes."""
    rows = [f"{one['code']}|{one['sex']}|{one['age']}|{one['region']}" for one in volunteers]
    return fingerprint(FORMAT, "list", *sorted(rows))


def numbers_of(outside, typed):
    """The numbers drawn elsewhere, as they enter the seed: exactly one way to write them. Raises ValueError."""
    numbers = [int(part) for part in typed.split("-")]
    if len(numbers) != outside["count"]:
        raise ValueError(f"there must be {outside['count']} numbers")
    if not all(outside["lowest"] <= number <= outside["highest"] for number in numbers):
        raise ValueError("a number is out of bounds")
    if outside["distinct"] and len(set(numbers)) != len(numbers):
        raise ValueError("a number stands there twice")
    if outside["ascending"]:
        numbers.sort()
    return "-".join(map(str, numbers))


def seed_of(terms, volunteers, secret, drawn_elsewhere):
    return fingerprint(FORMAT, "seed", terms_digest(terms), list_digest(volunteers), secret, drawn_elsewhere)


def place(seed, code):
    return fingerprint(FORMAT, "place", seed, code)


def draw(volunteers, seats, quotas, seed):
    """(codes that were drawn, codes that stand by), each in the order in which they came.

    `quotas`: [["sex", {"female": 10, "male": 10}], ...]: at most so many of each, in the order of weight.
    """
    waiting = sorted(volunteers, key=lambda one: place(seed, one["code"]))
    taken: list = []
    for kept in range(len(quotas), -1, -1):
        for one in list(waiting):
            if len(taken) < seats and _fits(one, taken, quotas[:kept]):
                taken.append(one)
                waiting.remove(one)
    return [one["code"] for one in taken], [one["code"] for one in waiting]


def _fits(one, taken, quotas):
    for name, places in quotas:
        held = sum(other[name] == one[name] for other in taken)
        if held >= places.get(one[name], 0):
            return False
    return True


def next_in_line(standing_by, leaving, quotas):
    """The code that follows the volunteer `leaving`; None when nobody stands by. Both are rows of the list."""
    if not standing_by:
        return None
    shared = [[one[name] == leaving[name] for name, _places in quotas] for one in standing_by]
    return standing_by[shared.index(max(shared))]["code"]


def complaints(published):
    """Everything that is wrong with a published draw, as sentences; [] when it is as it should be."""
    try:
        return list(_complaints(published))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The file is not complete or not readable: {error!r}"]


def _complaints(published):
    terms, volunteers, outside = published["terms"], published["volunteers"], published["terms"]["outside"]
    codes = [one["code"] for one in volunteers]
    if published["format"] != FORMAT:
        yield "This is another kind of file."
    if codes != sorted(set(codes)):
        yield "The list of codes is not in order, or a code stands there twice."
    if published["terms_digest"] != terms_digest(terms):
        yield "The terms are not those that were published when the call began."
    if published["list_digest"] != list_digest(volunteers):
        yield "The list of codes is not the one that was published before the numbers were drawn."
    if not published["list_published_at"] < outside["drawn_at"]:
        yield "The list was published after the numbers had been drawn."
    if secret_hash(published["secret"]) != terms["secret_hash"]:
        yield "The secret is not the one that was fixed when the call began."
    if numbers_of(outside, published["numbers"]) != published["numbers"]:
        yield "The numbers are not written as agreed."
    seed = seed_of(terms, volunteers, published["secret"], published["numbers"])
    if published["seed"] != seed:
        yield "The seed does not follow from terms, list, secret and numbers."
    drawn, standing_by = draw(volunteers, terms["seats"], terms["quotas"], seed)
    if published["drawn"] != drawn:
        yield "Others were drawn than follows from the seed."
    if published["standing_by"] != standing_by:
        yield "Others stand by than follows from the seed."
    yield from _wrong_successions(published, drawn, standing_by)


def changed_since(earlier, published):
    """What an earlier saved file said otherwise, as sentences; [] when nothing was changed since."""
    kept = ("terms", "list_published_at", "volunteers", "secret", "numbers", "drawn", "standing_by")
    return [
        f"Not what was published before: {name}."
        for name in kept
        if name in earlier and earlier[name] != published.get(name)
    ]


def _wrong_successions(published, drawn, standing_by):
    """Whoever gave a seat back was followed by the one whose turn it was."""
    rows = {one["code"]: one for one in published["volunteers"]}
    seated, waiting = set(drawn), list(standing_by)
    for number, step in enumerate(published["successions"], start=1):
        due = next_in_line([rows[code] for code in waiting], rows[step["left"]], published["terms"]["quotas"])
        if step["left"] not in seated or step["came"] != due:
            yield f"Succession {number} is not the one that was due."
            return
        seated.discard(step["left"])
        if due is not None:
            seated.add(due)
            waiting.remove(due)


def main(arguments):
    if not arguments:
        print(__doc__)
        return 2
    published = _read(arguments[0])
    found = complaints(published)
    for name in arguments[1:]:
        if name.endswith(".json"):
            found += changed_since(_read(name), published)
    for sentence in found:
        print("WRONG:", sentence)
    if not found:
        volunteers, drawn = _sizes(published)
        print(f"All is as it should be: {volunteers} volunteers, {drawn} drawn.")
        for code in arguments[1:]:
            if not code.endswith(".json"):
                print(code, "->", _where(published, code))
    return 1 if found else 0


def _read(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def _sizes(published):
    return len(published["volunteers"]), len(published["drawn"])


def _where(published, code):
    for name, words in (("drawn", "drawn, number"), ("standing_by", "standing by, number")):
        if code in published[name]:
            return f"{words} {published[name].index(code) + 1}"
    return "not on the list"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
