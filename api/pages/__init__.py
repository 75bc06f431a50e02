"""Pages for people: server-rendered, in Japanese and English, on the same views and rules."""
