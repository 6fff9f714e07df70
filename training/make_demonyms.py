"""Writes lists/demonyms.txt from the package i18n-nationality (MIT) and a few words of our own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

OWN = """
african american arab asian european latin western balkan baltic nordic scandinavian caucasian kurdish palestinian tibetan uyghur uighur
chechen tatar catalan basque breton corsican scottish welsh english british flemish walloon bavarian sicilian tuareg berber amazigh hausa
fulani fula yoruba igbo dogon bambara songhai tigrayan oromo amhara afar somali zulu xhosa hutu tutsi rohingya pashtun hazara tajik uzbek
turkmen kazakh kyrgyz azeri armenian georgian ossetian abkhaz crimean donbas soviet yugoslav ottoman byzantine roman persian
muslim christian jewish hindu buddhist sikh catholic protestant orthodox sunni shia shi'ite shiite alawite druze yazidi baha'i mormon
evangelical anglican lutheran coptic maronite salafi sufi jew christian islamic arabian sahelian maghrebi levantine gulf
spaniard briton frenchman frenchwoman englishman irishman scotsman swede dane finn pole turk kurd czech slovak croat serb arab thai
afghan filipino greek swiss dutch chinese japanese vietnamese burmese lebanese portuguese
us u.s uk french german spanish italian russian ukrainian
""".split()


def main(source: str) -> None:
    names = json.loads(Path(source).read_text(encoding="utf-8"))["nationalities"].values()
    words = {n.lower() for n in names if " " not in n} | set(OWN)
    words -= {"us", "u.s", "uk", "gulf", "western"}
    head = "# Lower-case nationality and faith words. i18n-nationality 1.4.0 (MIT) and words of our own.\n"
    Path(__file__).with_name("lists").joinpath("demonyms.txt").write_text(
        head + "\n".join(sorted(words)) + "\n", encoding="utf-8"
    )


main(sys.argv[1])
