package kayenta

// Judge labels every pair by the configuration of its metric, and scores and classifies the whole.
//
// Each pair is judged alone; several may be of one metric, such as one per region. Metrics without a pair are not missed.
//
// Errors: [ErrConfig], naming every mistake: a metric configured twice, a pair that is not configured, numbers that are not
// finite or so large that the score is not, an outlier factor of 0 or less where outliers are removed, unknown constants.
//
// Cost: O(n log n) for n values of a metric, and some 50 passes over them.
func Judge(config Config, pairs []MetricPair) (Result, error) {
	if err := config.validate(pairs); err != nil {
		return Result{}, err
	}
	metrics := map[string]MetricConfig{}
	for _, m := range config.Metrics {
		metrics[m.Name] = m
	}
	var result Result
	for _, pair := range pairs {
		result.Metrics = append(result.Metrics, metrics[pair.Name].label(pair))
	}
	if err := config.score(&result); err != nil {
		return Result{}, err
	}
	result.Classification = config.Thresholds.classify(result.Score)
	return result, nil
}

// classify says how good a score is; a threshold belongs to the better side.
func (t Thresholds) classify(score float64) Classification {
	switch {
	case score >= t.Pass:
		return ScorePass
	case score >= t.Marginal:
		return ScoreMarginal
	}
	return ScoreFail
}
