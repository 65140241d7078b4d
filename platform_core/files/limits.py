"""How much may be attached, in bytes and pixels."""

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
# A 40-megapixel photograph is larger than any phone's default; decoded it is 160 MB. Half as many where
# there is transparency.
MAX_IMAGE_PIXELS = 40_000_000
MAX_IMAGE_SIDE = 1600
MAX_NAME_BYTES = 180

# Office documents are zip archives. Honest ones stay far below these.
MAX_ZIP_ENTRIES = 5_000
MAX_UNZIPPED_BYTES = 200 * 1024 * 1024
MAX_ZIP_RATIO = 100
