"""Writes lists/given-names.txt, surnames.txt (Faker, MIT) and cities.txt (GeoNames, CC BY 4.0): one-word names for swaps and weak labels.

usage: python make_names.py path/to/cities500.txt   (Faker must be installed)
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import sys
import unicodedata
from collections import Counter
from pathlib import Path

LISTS = Path(__file__).with_name("lists")
OWN_GIVEN = "Abdoulaye Adama Alhassan Amadou Aminata Assimi Aung Bakary Boubacar Chidi Emeka Goodluck Hailemariam Ibrahim Idriss Kofi Kwame Mahamat Mamadou Moussa Narendra Nguyen Oumar Ousmane Paul Sadio Salif Seydou Tendai Thabo Xi Yaw Yoweri Hassan Hussein Mohammed Mohamed Ahmed Ali Omar Khalid Yusuf Fatima Aisha Leila Bashar Mahmoud Mustafa Tariq Karim Nour Rania Samir Walid Ziad Amir Reza Hamid Javad Kim Jin Min Wei Li Chen Hiroshi Kenji Akira Somchai Joko Prabowo".split()
OWN_SUR = "Abdi Abubakar Adeyemi Al-Masri Ba Balde Bello Camara Cisse Coulibaly Diallo Diarra Diop Doumbia Fall Farah Fofana Goita Haddad Hakimi Kabore Kagame Keita Khan Kone Maiga Mahdi Malik Mansour Ndiaye Ouattara Ouedraogo Rahman Saleh Sanogo Sawadogo Sesay Sow Tiani Traore Toure Zongo Zulu Kim Park Lee Wang Zhang Chen Liu Nguyen Tran Pham Suzuki Tanaka Sato Singh Sharma Gupta Patel Khoury Nasser Saeed Hosseini Rezaei Karimi Erdem Yilmaz Kaya Petrov Ivanov Smirnov Kravchenko Shevchenko".split()


def plain(name: str) -> str | None:
    text = "".join(c for c in unicodedata.normalize("NFD", name) if unicodedata.category(c) != "Mn")
    return text if text.isascii() and text.isalpha() and text[:1].isupper() and text[1:].islower() and len(text) > 2 else None


def people() -> tuple[set[str], set[str]]:
    import faker.providers.person as person

    given: set[str] = set(OWN_GIVEN)
    sur: set[str] = set(OWN_SUR)
    for module in pkgutil.iter_modules(person.__path__):
        provider = getattr(importlib.import_module(f"faker.providers.person.{module.name}"), "Provider", None)
        rng = random.Random(module.name)
        for attribute in dir(provider):
            if "romanized" in attribute or attribute.endswith("_kanji"):
                continue
            values = getattr(provider, attribute)
            if not isinstance(values, dict | list | tuple) or not values:
                continue
            target = given if attribute.startswith("first_names") else sur if attribute.startswith("last_names") else None
            names = [n for n in (plain(v) for v in values if isinstance(v, str)) if n] if target is not None else []
            if target is not None:
                target.update(rng.sample(sorted(set(names)), min(120, len(set(names)))))
    return given, sur


def cities(file: str) -> list[str]:
    counts: Counter = Counter()
    for line in Path(file).read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if len(cells) > 14 and cells[14].isdigit():
            name = plain(cells[2])
            if name and int(cells[14]) >= 300_000:
                counts[name] = max(counts[name], int(cells[14]))
    return [n for n, _ in counts.most_common(1200)]


def write(name: str, note: str, rows: list[str]) -> None:
    (LISTS / name).write_text(f"# {note}\n" + "\n".join(rows) + "\n", encoding="utf-8")


given, sur = people()
towns = cities(sys.argv[1])
ambiguous = (given & set(towns)) | (sur & set(towns))
words = set("May April June August Will Mark Bill Art Rich Hope Faith Grace Joy Summer Autumn Dawn Rose Penny Pat Gene Chance Christian Virginia Georgia Chad Jordan Israel Paris Carolina Dakota Brooklyn Sydney Florence Dallas Austin Major Prince Case Young Long White Black Green Brown Gray Stone Wood Field Hill Church King Bishop Day Rice Page Best Price Law Bush Small Little Short Noble Power Power English French German Holland England Ireland Scotland Washington London".split())
write("given-names.txt", "Given names. Faker (MIT) and some of our own.", sorted(given - words - ambiguous))
write("surnames.txt", "Surnames. Faker (MIT) and some of our own.", sorted(sur - words - ambiguous))
write("cities.txt", "Towns of 300,000 people or more, one word. GeoNames (CC BY 4.0).", sorted(set(towns) - ambiguous))
