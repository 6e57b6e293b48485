export const messages = {
  ranOut: {
    en: "The data need more memory than the engine has. Load fewer columns or a sample of the customers; what was loaded before is still there.",
    "zh-CN": "数据所需的内存超出引擎上限。请少载入几列，或按客户抽样；之前载入的数据仍在。",
  },
} as const;
