from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

# Names are compared byte by byte (collation C) after this: Æ Ø Å become the three signs that follow z in ASCII,
# Aa counts as Å, and letters with marks stand with their plain letter. Capitals are named one by one, because lower() of a server
# with another locale may leave them.
NORWEGIAN_ORDER = """
CREATE FUNCTION norwegian_order(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN translate(
    replace(
        lower(
            translate(name, 'ÆÄØÖÅÁÀÂÃČÇĐÉÈÊËÍÌÎÏŊŃÑÓÒÔÕŠŚŦÚÙÛÜÝŽ', 'æäøöåáàâãčçđéèêëíìîïŋńñóòôõšśŧúùûüýž')
            COLLATE "C"
        ),
        'aa', 'å'
    ),
    'æäøöåáàâãčçđéèêëíìîïŋńñóòôõšśŧúùûüýž',
    '{{||}aaaaccdeeeeiiiinnnoooosstuuuyyz'
)
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(NORWEGIAN_ORDER, "DROP FUNCTION norwegian_order(text)"),
    ]
