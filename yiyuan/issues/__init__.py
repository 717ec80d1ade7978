"""Problems met in sharing: raised on a resource or a task, assigned, closed with a result. Serves Liyang 25.2."""
