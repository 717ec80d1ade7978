"""What rooms above add to the page of a signal."""

from django.utils.safestring import SafeString

from yiyuan.kernel.actor import Actor
from yiyuan.kernel.questions import Question

SIGNAL_PANELS: Question[tuple[Actor, int], SafeString] = Question("workflow.signal_panels")  # the reader, the signal
