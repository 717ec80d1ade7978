from procrastinate.contrib.django import app

from yiyuan.catalog import sheet_imports


@app.task(name=sheet_imports.JOB, queue="data")
def take_sheet(sheet_id: int) -> None:
    sheet_imports.take_rows(sheet_id)
