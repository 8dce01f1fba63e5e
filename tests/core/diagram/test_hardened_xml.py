"""Hostile and broken files cost nothing but their refusal."""

from __future__ import annotations

import pytest

from tests.core.diagram import specimens
from tests.effort import effort

BASE = specimens.accepted("keputusan")
ROOT = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))

HOSTILE = {
    "a billion laughs": (f"<!DOCTYPE d [{LAUGHS}]>{ROOT}&l9;</definitions>", "xml.doctype"),
    "an external entity": (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT}&x;</definitions>',
        "xml.doctype",
    ),
    "an external DTD": (f'<!DOCTYPE d SYSTEM "http://192.0.2.1/d.dtd">{ROOT}</definitions>', "xml.doctype"),
    "a parameter entity": (
        f'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://192.0.2.1/">%x;]>{ROOT}</definitions>',
        "xml.doctype",
    ),
    "a doctype in small letters": (f"<!doctype html>{ROOT}</definitions>", "xml.doctype"),
    "an entity nobody declared": (f"{ROOT}&nbsp;</definitions>", "xml.entity"),
    "too many elements": (ROOT + "<a/>" * 41_000 + "</definitions>", "xml.too_many_elements"),
    "too many bytes": (ROOT + " " * 2_100_000 + "</definitions>", "xml.too_large"),
    "too deep": (ROOT + "<a>" * 100 + "</a>" * 100 + "</definitions>", "xml.too_deep"),
    "deeper than the parser goes": (ROOT + "<a>" * 5000 + "</a>" * 5000 + "</definitions>", "xml.too_deep"),
    "one tag with very many attributes": (
        "<a " + " ".join(f'a{n}="1"' for n in range(150_000)) + "/>",
        "xml.not_bpmn",
    ),
    "very many namespaces": (
        "<a " + " ".join(f'xmlns:a{n}="u{n}"' for n in range(80_000)) + "/>",
        "xml.not_bpmn",
    ),
    "a name of a megabyte": (
        specimens.with_one(BASE, 'name="Mengirim surat"', f'name="{"x" * 1_000_000}"'),
        "task.long_name",
    ),
    "an id of a megabyte": (BASE.replace("Kirim", "x" * 200_000), "id.malformed"),
    "a condition of a megabyte": (
        specimens.with_one(specimens.accepted("syarat"), "jumlah &gt; 5", "(" * 1_000_000),
        "condition.malformed",
    ),
    "a property of a megabyte": (
        specimens.with_one(BASE, 'value="P1D"', f'value="P{"1" * 1_000_000}D"'),
        "waktu.invalid",
    ),
    "text after the end": (BASE + "<x/>", "xml.malformed"),
    "a NUL in the middle": (specimens.with_one(BASE, "Menulis konsep", "Menulis\0konsep"), "xml.malformed"),
    "twenty thousand steps": (
        f'{ROOT}<process id="p" isExecutable="true">'
        + "".join(f'<userTask id="t{n}"/>' for n in range(20_000))
        + "</process></definitions>",
        "size.nodes",
    ),
    "ten thousand flows between two steps": (
        f'{ROOT}<process id="p" isExecutable="true"><userTask id="a"/><userTask id="b"/>'
        + "".join(f'<sequenceFlow id="f{n}" sourceRef="a" targetRef="b"/>' for n in range(10_000))
        + "</process></definitions>",
        "size.flows",
    ),
    "ten thousand lanes": (
        f'{ROOT}<process id="p" isExecutable="true"><laneSet id="l">'
        + "".join(f'<lane id="l{n}" name="Staf {n}"/>' for n in range(10_000))
        + '</laneSet><userTask id="a"/></process></definitions>',
        "size.lanes",
    ),
    "a step that nine thousand lanes list": (
        f'{ROOT}<process id="p" isExecutable="true"><laneSet id="l">'
        + "".join(f'<lane id="l{n}" name="S{n}"><flowNodeRef>a</flowNodeRef></lane>' for n in range(9_000))
        + '</laneSet><userTask id="a"/></process></definitions>',
        "size.lanes",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_little_work(name: str) -> None:
    content, code = HOSTILE[name]
    specimens.judged(BASE.encode())
    found, spent = effort(lambda: specimens.judged(content.encode()))
    assert code in {problem.code for problem in found}
    assert spent < 2_000_000
    assert all(len(problem.sentence("id")) < 1500 for problem in found)
    assert len(found) <= 201


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \r\n\t",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\x00" * 100,
        b"\xff\xfe\x00\x00<\x00\x00\x00",
        b"<",
        b"<\x00",
        b"<?xml",
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<?xml version="1.0" encoding="iso-8859-12"?><a/>',
        b'<?xml version="1.0" encoding="idna"?><a/>',
        b'<?xml version="1.0" encoding="unicode_escape"?><a/>',
        b'<?xml version="1.0" encoding="zlib"?><a/>',
        b'<?xml version="1.0" encoding="' + b"x" * 100_000,
        b"<!--" * 1000,
        b"<?a?>" * 1000,
        "<définitions/>".encode("utf-16")[:-1],
        bytes(range(256)),
    ],
)
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    found = specimens.judged(content)
    assert found
    assert all(problem.code.startswith("xml.") for problem in found)


def test_the_line_of_a_broken_byte_is_named_in_every_encoding() -> None:
    lines = BASE.split("\n")
    content = "\n".join(lines[:9]).encode() + b"\n\xff\xfe\xff" + "\n".join(lines[9:]).encode()
    assert [(p.code, p.line) for p in specimens.judged(content)] == [("xml.encoding_broken", 10)]
    wide = ("\n".join(lines[:9]) + "\n").encode("utf-16") + b"\x00\xd8\x00\x00"
    assert [(p.code, p.line) for p in specimens.judged(wide)] == [("xml.encoding_broken", 10)]


def test_comments_and_notes_to_tools_are_no_part_of_a_diagram() -> None:
    text = BASE.replace("<bpmn:flowNodeRef>Kirim<", "<bpmn:flowNodeRef><!-- x -->Ki<?y?>rim<")
    assert specimens.judged(("<!-- a --><?b c?>" + text.partition("\n")[2]).encode()) == []
