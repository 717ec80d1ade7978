"""Shapes come in as GeoJSON, are drawn as outlines, and go out as GeoJSON."""

import json

import pytest
from django.test import Client

from yiyuan.dataplane.errors import FileRefused
from yiyuan.dataplane.readers import read
from yiyuan.dataplane.readers.columnar import SHAPE
from yiyuan.registries import maps, shapes
from yiyuan.registries.tests.conftest import ANNA, put
from yiyuan.registries.tests.test_building import decide

SQUARE = {"type": "Polygon", "coordinates": [[[118, 31], [119, 31], [119, 32], [118, 32], [118, 31]]]}
POINT = {"type": "Point", "coordinates": [118.5, 31.5]}


def collection(*features, **more):
    made = [{"type": "Feature", "properties": said, "geometry": shape} for said, shape in features]
    return json.dumps({"type": "FeatureCollection", "features": made, **more}, ensure_ascii=False)


def rows(tmp_path, text):
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    return [row for frame in read(path).frames for row in frame.to_dicts()]


def test_a_feature_is_a_row_with_its_geometry(tmp_path):
    first, second = rows(tmp_path, collection(({"编号": 7, "名": "湖"}, SQUARE), ({"编号": 8, "深": 1.5}, None)))
    assert (first["编号"], first["名"], first["_row"], json.loads(first[SHAPE])) == ("7", "湖", 1, SQUARE)
    assert (second["深"], second["名"], second[SHAPE]) == ("1.5", None, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "geojson"),
        ('{"type": "Feature"}', "geojson"),
        (collection(({"甲": [1]}, POINT)), "geojson_feature"),
        (collection(crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "geojson_system"),
    ],
)
def test_what_is_no_geojson_is_refused_in_words(tmp_path, text, reason):
    with pytest.raises(FileRefused) as refused:
        rows(tmp_path, text)
    assert refused.value.reason == reason
    assert refused.value.sentence


def test_areas_are_closed_points_are_circles_and_nonsense_is_nothing():
    frame = shapes.frame_of([SQUARE, POINT, {"type": "Polygon", "coordinates": "x"}, None])
    assert (frame.west, frame.south, frame.east, frame.north) == (118, 31, 119, 32)
    assert shapes.outline(SQUARE, frame).endswith("Z")
    assert "a4 4" in shapes.outline(POINT, frame)
    assert shapes.outline({"type": "Polygon", "coordinates": "x"}, frame) == ""
    both = {"type": "GeometryCollection", "geometries": [SQUARE, POINT]}
    assert shapes.outline(both, frame) == shapes.outline(SQUARE, frame) + shapes.outline(POINT, frame)
    assert shapes.frame_of([]) is None


def test_a_registry_with_shapes_has_a_page_of_outlines_and_a_file(started, pair, police, carry_out, cast):
    from yiyuan.registries import running

    started.items.filter(name="户籍地址").update(name=SHAPE)
    decide(started, "姓名", "priority")
    put(pair.household, [(ANNA, "安安", "女", json.dumps(SQUARE))], batch=30)
    running.ask_build(started.id, actor=police)
    carry_out()
    drawn = maps.drawn(started)
    assert (drawn.total, [bool(one.outline) for one in drawn.features]) == (2, [True, False])  # the other is no shape
    client = Client()
    client.force_login(cast.account("police"))
    page = client.get(f"/registries/{started.id}/map/").content.decode()
    assert "没有审图号" in page
    assert "<path d=" in page
    assert "安**" in page  # persons are masked
    assert ANNA not in page
    feature, _other = json.loads(client.get(f"/registries/{started.id}/map/?geojson=1").content)["features"]
    assert (feature["geometry"], feature["properties"]) == (SQUARE, {"性别": "女"})  # nothing about persons
