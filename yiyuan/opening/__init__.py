"""What is opened to society: standards, the open list, data sets, frozen releases, the site that shows them."""
