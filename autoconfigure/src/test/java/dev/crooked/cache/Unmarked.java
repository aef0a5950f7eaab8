package dev.crooked.cache;

class Unmarked {

}
