"""The look of every page: shell, stylesheet, components, list pages, forms, refusals as pages. Knows no room."""
