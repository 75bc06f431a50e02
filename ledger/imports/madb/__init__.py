"""The Media Arts Database (メディア芸術データベース): read its published files, judge every row."""
