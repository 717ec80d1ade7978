"""What this room asks the rooms above it."""

from yiyuan.kernel.questions import Question

# project id -> measures of supervision that stand on it (values of `projects.measures`)
MEASURES: Question[int, str] = Question("projects.measures")
