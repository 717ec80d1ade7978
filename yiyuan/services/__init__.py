"""事项与办件: service items with the materials they ask for, and cases handled from data instead of paper."""
