"""The archive an institution leaves in: FORMAT.md says what is in it; it travels inside as README.md."""

FORMAT = "madang-institution"
VERSION = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
README, SCHEMA, INSTITUTION, SECRETS = (
    "README.md",
    "datapackage.json",
    "institution.json",
    "sealed/secrets.bin",
)
