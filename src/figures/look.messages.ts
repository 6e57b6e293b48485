/** What has to be said of a chart whose marks were switched off. */
export const lookMessages = {
  incomplete: {
    en: "Periods that are not over are not marked in this chart; they read low.",
    "zh-CN": "本图不标出未满周期，其数值偏低。",
  },
  small: {
    en: "Figures with n under 30 are not greyed in this chart.",
    "zh-CN": "本图中 n 不足 30 的数值未变灰。",
  },
};
