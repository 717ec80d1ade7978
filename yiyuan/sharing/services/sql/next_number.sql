-- Purpose: the next running number of a kind in a year; two callers at once get two numbers.
-- Cost:    one row by its unique key, locked until the caller's transaction ends.
insert into sharing_numbersequence (kind, year, last) values (%s, %s, 1)
    on conflict (kind, year) do update set last = sharing_numbersequence.last + 1
    returning last
