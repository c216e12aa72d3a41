"""What claims leave out: rules that none needs, rules that could grow unseen."""
