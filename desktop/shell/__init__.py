"""The window around the views: menus, toolbar, notices, files, exports, crashes and the end."""
