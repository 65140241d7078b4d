"""Pictures of the demo, drawn here: a card of a debate, a place before and after. Nobody's photograph is used."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from platform_core.files.taking import TakenIn

Colour = tuple[int, int, int]
SKY: Colour = (206, 226, 240)
DUSK: Colour = (74, 88, 120)
GROUND: Colour = (196, 190, 178)
GRASS: Colour = (132, 172, 120)
HOUSES: tuple[Colour, ...] = ((222, 196, 164), (198, 168, 150), (176, 188, 196), (214, 210, 190))
INK: Colour = (46, 58, 78)
LIGHT: Colour = (250, 222, 130)
PEOPLE: tuple[Colour, ...] = ((60, 100, 160), (190, 90, 70), (90, 130, 90), (150, 100, 150))
WIDTH, HEIGHT = 960, 640


def drawn(name: str, scene: str, *, seed: str) -> TakenIn:
    """`scene`: words of SCENES, joined with a space, painted one after the other."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), DUSK if "night" in scene.split() else SKY)
    draw, chance = ImageDraw.Draw(picture), Random(seed)  # noqa: S311  (the same picture every time)
    for word in scene.split():
        SCENES[word](draw, chance)
    kept = BytesIO()
    picture.save(kept, "WEBP", quality=80, method=2)
    return TakenIn(f"{name}.webp", kept.getvalue(), "image/webp", "webp", WIDTH, HEIGHT)


def _night(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for _star in range(30):
        x, y = chance.randint(0, WIDTH), chance.randint(0, 220)
        draw.ellipse((x, y, x + 3, y + 3), fill=(235, 235, 220))


def _houses(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    x = -20
    while x < WIDTH:
        wide, top = chance.randint(90, 170), chance.randint(130, 280)
        draw.rectangle((x, top, x + wide, 400), fill=chance.choice(HOUSES))
        for left in range(x + 18, x + wide - 30, 42):
            for upper in range(top + 22, 370, 54):
                draw.rectangle((left, upper, left + 20, upper + 28), fill=(238, 240, 236))
        x += wide + 6


def _ground(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rectangle((0, 400, WIDTH, HEIGHT), fill=GROUND)


def _grass(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rectangle((0, 400, WIDTH, HEIGHT), fill=GRASS)


def _water(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rectangle((0, 360, WIDTH, 520), fill=(120, 164, 190))
    for _wave in range(24):
        x, y = chance.randint(0, WIDTH), chance.randint(370, 505)
        draw.line((x, y, x + 60, y), fill=(190, 214, 226), width=3)


def _road(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rectangle((0, 450, WIDTH, 600), fill=(104, 108, 114))
    for x in range(20, WIDTH, 120):
        draw.rectangle((x, 520, x + 60, 528), fill=(240, 240, 235))


def _cars(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for x in range(60, WIDTH, 210):
        paint = chance.choice(PEOPLE)
        draw.rounded_rectangle((x, 470, x + 140, 512), 14, fill=paint)
        draw.rounded_rectangle((x + 30, 446, x + 104, 484), 12, fill=paint)
        for wheel in (x + 28, x + 112):
            draw.ellipse((wheel - 15, 500, wheel + 15, 530), fill=(40, 40, 44))


def _people(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for x in range(70, WIDTH - 40, 120):
        x, y = x + chance.randint(-30, 30), chance.randint(430, 500)
        draw.ellipse((x, y, x + 26, y + 26), fill=(232, 200, 172))
        draw.rounded_rectangle((x - 8, y + 28, x + 34, y + 96), 12, fill=chance.choice(PEOPLE))


def _trees(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for x in range(50, WIDTH, 200):
        x += chance.randint(-20, 20)
        draw.rectangle((x - 8, 310, x + 8, 430), fill=(120, 92, 70))
        draw.ellipse((x - 62, 210, x + 62, 340), fill=(94, 146, 98))


def _lamps(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for x in range(110, WIDTH, 240):
        draw.rectangle((x - 4, 260, x + 4, 460), fill=INK)
        draw.ellipse((x - 26, 236, x + 26, 288), fill=LIGHT)


def _benches(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for x in range(90, WIDTH - 150, 290):
        draw.rounded_rectangle((x, 480, x + 170, 498), 6, fill=(150, 108, 72))
        for leg in (x + 20, x + 146):
            draw.rectangle((leg, 498, leg + 10, 540), fill=INK)


def _table(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    draw.rounded_rectangle((150, 520, 810, 556), 10, fill=(176, 132, 92))
    for x in range(190, 780, 110):
        draw.rectangle((x, 506, x + 54, 518), fill=chance.choice(((255, 255, 255), LIGHT, (200, 222, 240))))


def _bars(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for place, x in enumerate(range(150, WIDTH - 150, 150)):
        top = 470 - chance.randint(80, 150) - place * 36
        draw.rounded_rectangle((x, top, x + 90, 560), 8, fill=PEOPLE[place % 4])
    draw.rectangle((110, 560, WIDTH - 110, 568), fill=INK)


def _shelves(draw: ImageDraw.ImageDraw, chance: Random) -> None:
    for y in (120, 240, 360):
        draw.rectangle((60, y + 84, WIDTH - 60, y + 96), fill=(150, 108, 72))
        x = 70
        while x < WIDTH - 100:
            wide, tall = chance.randint(14, 30), chance.randint(56, 82)
            draw.rectangle((x, y + 84 - tall, x + wide, y + 84), fill=chance.choice(PEOPLE + HOUSES))
            x += wide + 4


SCENES = {
    "night": _night,
    "houses": _houses,
    "ground": _ground,
    "grass": _grass,
    "water": _water,
    "road": _road,
    "cars": _cars,
    "people": _people,
    "trees": _trees,
    "lamps": _lamps,
    "benches": _benches,
    "table": _table,
    "bars": _bars,
    "shelves": _shelves,
}
