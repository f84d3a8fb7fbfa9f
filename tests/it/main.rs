mod front;
