package charset

import "math"

// corpusFit is how plausible words are as those of one file.
type corpusFit struct {
	likelihood    []float64 // of each word
	surprisal     []float64 // of each word
	languageShare []float64 // of each language
}

const (
	fitRounds  = 10
	noiseShare = 0.02 // of the words of a file
)

// fitCorpus estimates the shares of the languages in the words of one file by expectation
// maximization, and with them the likelihood of each word.
func fitCorpus(words []*wordScore) corpusFit {
	f := corpusFit{likelihood: make([]float64, len(words)), surprisal: make([]float64, len(words))}
	if len(words) == 0 {
		return f
	}
	n := len(words[0].likelihood)
	f.languageShare = make([]float64, n)
	for i := range f.languageShare {
		f.languageShare[i] = 1 / float64(n)
	}
	counts, parts := make([]float64, n), make([]float64, n)
	for range fitRounds {
		for i := range counts {
			counts[i] = 0.1
		}
		for w, score := range words {
			f.likelihood[w], f.surprisal[w] = f.mix(score, parts)
			for i := range counts {
				counts[i] += parts[i]
			}
		}
		f.setShares(counts)
	}
	return f
}

// mix returns the likelihood and the surprisal of a word in a file with these shares of
// languages, and fills parts with the probability that it is one of each language.
func (f *corpusFit) mix(score *wordScore, parts []float64) (likelihood, surprisal float64) {
	best := score.noiseLikelihood
	for _, likelihood := range score.likelihood {
		best = max(best, likelihood)
	}
	sum := noiseShare * math.Exp(score.noiseLikelihood-best)
	surprisal = sum * score.noiseSurprisal
	for i, likelihood := range score.likelihood {
		parts[i] = f.languageShare[i] * math.Exp(likelihood-best)
		sum += parts[i]
		surprisal += parts[i] * score.surprisal[i]
	}
	for i := range parts {
		parts[i] /= sum
	}
	return best + math.Log(sum), surprisal / sum
}

func (f *corpusFit) setShares(counts []float64) {
	total := 0.0
	for _, n := range counts {
		total += n
	}
	for i := range f.languageShare {
		f.languageShare[i] = counts[i] / total
	}
}
