"""What every room may lean on: errors, clock, actor, ids, events, terms. No tables, no web, no business."""
