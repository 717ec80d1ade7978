"""A build on an Apache Spark cluster. The extra `spark` brings pyspark; a Java runtime stands on every machine."""

from yiyuan.registries.engines import Work
from yiyuan.registries.rules import broken
from yiyuan.registries.tables import Cursor_
from yiyuan.registries.types import EngineName


class Spark:
    name = EngineName.SPARK

    def build(self, cur: Cursor_, work: Work) -> None:  # noqa: ARG002 - as the protocol has it
        """Not carried out yet. Raises RuleBroken("registries.definition")."""
        raise broken("Spark 引擎还没有接上，请改用 PostgreSQL。")
