/** The same figures as an analyst writes them over the raw file: text keys, no facts. */
export const naive = {
  triangle: `WITH firsts AS (
    SELECT customer_id, date_trunc('month', min(ordered_at)) AS cohort
    FROM plain WHERE status = 'paid' GROUP BY customer_id)
  SELECT f.cohort, date_diff('month', f.cohort, p.ordered_at) AS period, count(DISTINCT p.customer_id) AS customers
  FROM plain p JOIN firsts f ON f.customer_id = p.customer_id
  WHERE p.status = 'paid' GROUP BY ALL ORDER BY ALL`,
  rfm: `WITH customers AS (
    SELECT customer_id, max(ordered_at) AS last_at, count(*) AS orders, sum(amount) AS value
    FROM plain WHERE status = 'paid' GROUP BY customer_id),
  cuts AS (
    SELECT quantile_cont(epoch(last_at), [0.2, 0.4, 0.6, 0.8]) AS r, quantile_cont(orders, [0.2, 0.4, 0.6, 0.8]) AS f,
      quantile_cont(value, [0.2, 0.4, 0.6, 0.8]) AS m FROM customers)
  SELECT len(list_filter(r, lambda x: x < epoch(last_at))) + 1 AS recency, len(list_filter(f, lambda x: x < orders)) + 1 AS frequency,
    len(list_filter(m, lambda x: x < value)) + 1 AS monetary, count(*) AS customers, sum(value) AS value
  FROM customers, cuts GROUP BY ALL ORDER BY ALL`,
  abc: `WITH customers AS (
    SELECT customer_id, sum(amount) AS value FROM plain WHERE status = 'paid' GROUP BY customer_id),
  ranked AS (
    SELECT value, sum(value) OVER (ORDER BY value DESC, customer_id) / sum(value) OVER () AS share FROM customers)
  SELECT CASE WHEN share <= 0.7 THEN 'A' WHEN share <= 0.9 THEN 'B' ELSE 'C' END AS class,
    count(*) AS customers, sum(value) AS value
  FROM ranked GROUP BY ALL ORDER BY ALL`,
};
