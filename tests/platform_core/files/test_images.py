import struct
import time
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from platform_core.files.images import tidy_image
from platform_core.files.refusal import RefusedFile


def picture(fmt: str = "JPEG", size: tuple[int, int] = (80, 60), mode: str = "RGB", **options) -> BytesIO:
    target = BytesIO()
    Image.new(mode, size, {"RGB": "red", "RGBA": (255, 0, 0, 99)}.get(mode, 1)).save(target, fmt, **options)
    target.seek(0)
    return target


def exif_of_a_phone() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif[0x010F] = "A maker"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 59.0)
    return exif.tobytes()


def opened(source: BytesIO) -> Image.Image:
    tidy = tidy_image(source)
    image = Image.open(BytesIO(tidy.content))
    assert image.format == "WEBP"
    assert (tidy.width, tidy.height) == image.size
    return image


def test_a_photograph_is_turned_upright_and_forgets_where_it_was_taken():
    image = opened(picture(exif=exif_of_a_phone()))
    assert image.size == (60, 80)
    assert not image.getexif()
    assert "exif" not in image.info
    assert "xmp" not in image.info


def test_a_large_photograph_becomes_small():
    start = time.process_time()
    assert opened(picture(size=(6000, 4000))).size == (1600, 1067)
    assert time.process_time() - start < 8


def test_a_small_one_is_not_made_larger():
    assert opened(picture(size=(30, 20))).size == (30, 20)


def test_transparency_stays():
    assert opened(picture("PNG", mode="RGBA")).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "P", "1", "I;16", "LA"])
def test_every_way_of_storing_colour_is_taken(mode):
    opened(picture("PNG", mode=mode))


def test_print_colours_become_screen_colours():
    assert opened(picture(mode="CMYK")).mode == "RGB"


def test_a_colour_profile_is_applied_and_dropped():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "icc_profile" not in opened(picture(icc_profile=profile)).info
    opened(picture(icc_profile=b"broken"))


def test_of_an_animation_the_first_picture_stays():
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    image = opened(target)
    assert getattr(image, "n_frames", 1) == 1
    red, _green, blue = image.convert("RGB").getpixel((5, 5))
    assert red > 200 > blue


def png_that_claims(width: int, height: int) -> BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (8_000, 6_000), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_is_decoded(size):
    start = time.process_time()
    with pytest.raises(RefusedFile) as refusal:
        tidy_image(png_that_claims(*size))
    assert refusal.value.code == "image_too_large"
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a/*<script>alert(1)</script>*/",
        b"\xff\xd8\xff" + b"\0" * 50,
        picture().getvalue()[:400],
        png_that_claims(100, 100).getvalue()[:40],
        picture("TIFF").getvalue(),
        picture("BMP").getvalue(),
    ],
)
def test_what_is_not_a_picture_is_refused_with_a_sentence(content):
    with pytest.raises(RefusedFile) as refusal:
        tidy_image(BytesIO(content))
    assert refusal.value.code == "image_unreadable"
    assert "JPEG" in str(refusal.value)


def test_what_is_hidden_behind_a_picture_is_gone():
    tidy = tidy_image(BytesIO(picture().getvalue() + b"<script>alert(1)</script>"))
    assert b"script" not in tidy.content
