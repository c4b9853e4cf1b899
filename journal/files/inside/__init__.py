"""What runs inside the throw-away process: standard library, calamine and Pillow only, never Django."""
