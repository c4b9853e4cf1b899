"""二（五）通过开发公益岗位等方式解决管护力量不足问题: posts, who comes into them, and the months worked."""
