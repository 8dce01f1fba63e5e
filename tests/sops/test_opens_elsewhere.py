"""Other people's tools take the shipped diagrams as they are: bpmn-js in a browser, and bpmnlint."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.node_tools import NodeTools
from tests.sops.drawn import DIAGRAMS, ROOT, drawn, name_of

VIEWER = ROOT / "webui" / "static" / "vendor" / "bpmn-navigated-viewer.min.js"
IMPORT = """async xml => {
  const viewer = new BpmnJS({ container: "#canvas" });
  const { warnings } = await viewer.importXML(xml);
  const shown = viewer.get("elementRegistry").getAll().map(element => element.id);
  const { xml: saved } = await viewer.saveXML();
  viewer.destroy();
  return { warnings: warnings.map(warning => warning.message), shown, saved };
}"""


@pytest.fixture(scope="module")
def viewer(chromium: Browser) -> Iterator[Page]:
    """An empty page with the viewer that Alur ships."""
    page = chromium.new_page()
    page.set_content('<div id="canvas" style="width: 1200px; height: 700px"></div>')
    page.add_script_tag(path=VIEWER)
    yield page
    page.close()


def test_bpmn_js_opens_every_diagram_without_a_warning(viewer: Page) -> None:
    for path in DIAGRAMS:
        opened = viewer.evaluate(IMPORT, path.read_text(encoding="utf-8"))
        assert opened["warnings"] == [], name_of(path)
        d = drawn(path)
        elements = [*d.all("b:participant"), *d.lanes, *d.nodes, *d.flows, *d.all("b:textAnnotation")]
        assert {element.get("id") for element in elements} <= set(opened["shown"]), name_of(path)
        assert "camunda:formRef=" in opened["saved"]


def _meaning(xml: bytes) -> dict[str, object]:
    """Every element with an id: its name, attributes, texts, properties and what it is listed with."""
    found: dict[str, object] = {}
    for element in etree.fromstring(xml).iter(etree.Element):
        name, own = etree.QName(element), [child for child in element if not child.get("id")]
        if element.get("id") is None or "/DI" in name.namespace:
            continue
        texts = [(etree.QName(child).localname, (child.text or "").strip()) for child in own]
        properties = [
            (item.get("name"), item.get("value"))
            for child in own
            for item in child.iter("{http://camunda.org/schema/1.0/bpmn}property")
        ]
        attributes = {etree.QName(key).localname: value for key, value in element.attrib.items()}
        kept = sorted(text for text in texts if text[0] != "extensionElements")
        found[str(element.get("id"))] = (name.localname, attributes, kept, properties)
    return found


def test_a_save_in_bpmn_js_keeps_every_element_and_every_property(viewer: Page) -> None:
    for path in DIAGRAMS:
        source = path.read_bytes()
        saved = viewer.evaluate(IMPORT, source.decode())["saved"].encode()
        before, after = _meaning(source), _meaning(saved)
        assert before.keys() == after.keys(), name_of(path)
        for id_, meaning in before.items():
            assert after[id_] == meaning, (name_of(path), id_)


def test_bpmnlint_finds_nothing_to_say(node: NodeTools) -> None:
    said = json.loads(node.run("lint.mjs", *(str(path) for path in DIAGRAMS)))
    assert said == {str(path): [] for path in DIAGRAMS}
